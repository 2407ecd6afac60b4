/**
 * Where the core gets the modules that its factories return.
 *
 * The core's factories return modules, and modules call the core. The circle is opened here: this file
 * imports nothing, and js/storage.js fills it in when the package is loaded.
 * @module
 */

let maker;

export const provide = (make) => {
  maker = make;
};

export const makeModule = (declared) => maker(declared);

// For `require`, with declarations that CommonJS may import.
module.exports = require("./entry/slim.js");

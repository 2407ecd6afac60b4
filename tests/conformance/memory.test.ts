/** The contract on memory, in Node. */

import { everySentence } from "./sentences";
import { memory, sealed } from "./subject";

everySentence(memory);
everySentence(sealed(memory));

/** The contract on memory, in Node. */

import { everySentence } from "./sentences";
import { memory } from "./subject";

everySentence(memory);

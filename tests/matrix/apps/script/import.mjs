import { tour } from "./tour.js";

console.log(await tour());

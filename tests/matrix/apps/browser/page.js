import { connect } from "layeron-storage";
import { tour } from "./tour.js";

// A build for production would keep nothing in memory by itself.
connect("memory");
document.querySelector("output").textContent = await tour().catch(String);

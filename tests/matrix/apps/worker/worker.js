// The tour as a Worker's answer, and a look into the bindings themselves: what was put is really there.
import { tour } from "./tour.js";

export default {
  async fetch(_request, { FILES, FLAGS }) {
    const said = await tour();
    const object = await FILES.get("greeting.json");
    const value = await FLAGS.get("greeting.json");
    if ((await object?.text()) !== value) throw new Error("the bindings do not hold what was put");
    return new Response(said);
  },
};

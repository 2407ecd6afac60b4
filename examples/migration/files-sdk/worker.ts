/** A Worker on files-sdk, to see that wrangler bundles it. */

import { serve } from "./before.ts";

export default {
  fetch(request: Request) {
    if (request.method !== "GET") return new Response("Method not allowed", { status: 405, headers: { allow: "GET" } });
    return serve(decodeURIComponent(new URL(request.url).pathname.slice(1)));
  },
};

/** A Worker on files-sdk, to see that wrangler bundles it. */

import { serve } from "./before.ts";

export default { fetch: (request: Request) => serve(new URL(request.url).pathname.slice(1)) };

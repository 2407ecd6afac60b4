/** The contract in workerd: on memory, and on real R2 and KV. */

import { env } from "cloudflare:workers";
import { everySentence } from "../conformance/sentences";
import { memory, real, sealed } from "../conformance/subject";

everySentence(memory);
everySentence(real(env.BUCKET, env.KV));
everySentence(sealed(memory));
everySentence(sealed(real(env.BUCKET, env.KV)));

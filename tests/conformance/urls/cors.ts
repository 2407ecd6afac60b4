/**
 * Pages of other origins.
 *
 * @module
 */

import { describe, expect, test } from "vitest";
import { newBucket, type Store } from "../subject";
import { ask, expectRefused, readUrl, told, upload, writeUrl } from "./request";

const PAGE = "https://app.example.com";

/** What a browser asks before it sends a PUT of another origin's page. */
const preflight = (origin: string) => ({
  method: "OPTIONS",
  headers: { origin, "access-control-request-method": "PUT", "access-control-request-headers": "content-type" },
});

const fieldsOf = ({ headers }: Response) =>
  Object.fromEntries([...headers].filter(([name]) => name === "vary" || name.startsWith("access-control-")));

export function crossOrigin(store: Store) {
  describe("A page of another origin", () => {
    test("may do nothing by default", async () => {
      const bucket = newBucket();
      await bucket.put("k", "v");
      const url = await readUrl(bucket, "k");
      await expectRefused(await ask(url, preflight(PAGE)));
      const answer = await ask(url, { headers: { origin: PAGE } });
      expect(fieldsOf(answer)).toEqual({});
      expect(await told(answer)).toEqual([200, "v"]);
    });

    test("may ask first, and then read and write, where cors names its origin", async () => {
      await store.fresh({ cors: { origins: ["https://other.example", PAGE] } });
      const bucket = newBucket();
      const url = await writeUrl(bucket, "k");
      const asked = await ask(url, preflight(PAGE));
      expect([asked.status, asked.body]).toEqual([204, null]);
      const allowed = {
        vary: "origin",
        "access-control-allow-origin": PAGE,
        "access-control-expose-headers": "accept-ranges, content-disposition, content-range, etag",
      };
      expect(fieldsOf(asked)).toEqual({
        ...allowed,
        "access-control-allow-methods": "GET, HEAD, PUT",
        "access-control-allow-headers": "content-type, if-none-match, if-range, range",
        "access-control-max-age": "600",
      });
      expect(fieldsOf(await upload(url, "v", { origin: PAGE }))).toEqual(allowed);
      const read = await ask(await readUrl(bucket, "k"), { headers: { origin: PAGE } });
      expect(fieldsOf(read)).toEqual(allowed);
      expect(await told(read)).toEqual([200, "v"]);
      // A page may see why it was refused.
      const refused = await ask(url, { headers: { origin: PAGE } });
      expect([refused.status, fieldsOf(refused)]).toEqual([403, allowed]);
    });

    test("may do nothing where cors names others, and caches keep the answers apart", async () => {
      await store.fresh({ cors: { origins: [PAGE] } });
      const bucket = newBucket();
      await bucket.put("k", "v");
      const url = await readUrl(bucket, "k");
      for (const origin of ["https://app.example.com.evil", "http://app.example.com", `${PAGE}:8443`, "null", "*"]) {
        const asked = await ask(url, preflight(origin));
        expect([asked.status, fieldsOf(asked)]).toEqual([403, { vary: "origin" }]);
        const answer = await ask(url, { headers: { origin } });
        expect(fieldsOf(answer)).toEqual({ vary: "origin" });
        await answer.body?.cancel();
      }
      const same = await ask(url);
      expect(fieldsOf(same)).toEqual({ vary: "origin" });
      await same.body?.cancel();
    });

    test("may be that of an application's shell", async () => {
      const origins = ["capacitor://localhost", "chrome-extension://abcdef"];
      await store.fresh({ cors: { origins } });
      const url = await writeUrl(newBucket(), "k");
      for (const origin of origins) {
        expect((await ask(url, preflight(origin))).headers.get("access-control-allow-origin")).toBe(origin);
      }
    });

    test('may be any page with "*"', async () => {
      await store.fresh({ cors: { origins: ["*"] } });
      const url = await writeUrl(newBucket(), "k");
      expect((await ask(url, preflight("null"))).headers.get("access-control-allow-origin")).toBe("*");
      expect((await upload(url, "v", { origin: PAGE })).headers.get("access-control-allow-origin")).toBe("*");
    });
  });
}

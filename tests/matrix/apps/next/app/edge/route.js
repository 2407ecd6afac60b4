import { connect } from "layeron-storage";
import { tour } from "../../tour.js";

export const runtime = "edge";
export const dynamic = "force-dynamic";

export async function GET() {
  connect("memory");
  return new Response(await tour());
}

// The application of the getting-started guide, route by route.
import { backend } from "@layeron/core";
import { storage } from "@layeron/modules";

const app = backend();

// Declare a private R2 object storage bucket
const assetsBucket = storage.bucket({
  name: "user-assets",
  access: "private",
});
app.use(assetsBucket);

app.post("/upload/:filename", async (request) => {
  const pathSegments = new URL(request.url).pathname.split("/");
  const filename = pathSegments[2];
  const fileBuffer = await request.arrayBuffer();
  const result = await assetsBucket.put(filename, fileBuffer, {
    contentType: request.headers.get("content-type") ?? "application/octet-stream",
    metadata: {
      uploadedBy: "system-client",
    },
  });
  return Response.json({
    status: "uploaded",
    key: result.key,
    bytes: result.size,
    etag: result.etag,
  });
});

// Create-only: the second call fails with storage_key_already_exists and HTTP status 409
app.put("/avatars/user_123.png", async (request) => {
  const fileBuffer = await request.arrayBuffer();
  await assetsBucket.put("avatars/user_123.png", fileBuffer, {
    contentType: "image/png",
    checksum: "sha256:abc123",
    ifNotExists: true,
  });
  const uploaded = await assetsBucket.head("avatars/user_123.png");
  console.log(uploaded?.metadata.checksum);
  return { checksum: uploaded?.metadata.checksum };
});

app.get("/download/:filename", async (request) => {
  const pathSegments = new URL(request.url).pathname.split("/");
  const filename = pathSegments[2];
  const fileHandle = await assetsBucket.get(filename);
  if (!fileHandle) {
    return new Response("File not found", { status: 404 });
  }
  // Retrieve raw bytes from the read handle
  const rawBytes = await fileHandle.bytes();
  return new Response(rawBytes, {
    headers: {
      "content-type": fileHandle.contentType ?? "application/octet-stream",
    },
  });
});

// Declare a KV namespace with 24-hour default automatic expiration
const configStore = storage.kv({
  name: "app-configs",
  ttlSeconds: 86400,
});
app.use(configStore);

// Write JSON config
app.post("/config/:key", async (request) => {
  const pathSegments = new URL(request.url).pathname.split("/");
  const key = pathSegments[2];
  const body = await request.json();
  await configStore.put(key, JSON.stringify(body), {
    contentType: "application/json",
  });
  return { success: true };
});

// Read and parse JSON config
app.get("/config/:key", async (request) => {
  const pathSegments = new URL(request.url).pathname.split("/");
  const key = pathSegments[2];
  const handle = await configStore.get(key);
  if (!handle) {
    return new Response("Config key not found", { status: 404 });
  }
  // Parse JSON data directly from the read handle
  const parsedData = await handle.json();
  return Response.json(parsedData);
});

export default app;

declare module "*.html" {
  const text: string;
  export default text;
}

declare module "cloudflare:workers" {
  export const env: { LINK_SECONDS: string; MAX_BYTES: string };
}

// What the guide calls @layeron/modules; tsconfig.json says so.
export * from "layeron-storage";

// What the guide calls @layeron/core; tsconfig.json says so.
export * from "layeron-storage/core";

/** What stands where a tracker's key should and asks for local mode. */
export const LOCAL = "local";

export { apiNames, apiReference, findApi, isPlugInPath, openApi, openReader } from "./catalog.js";
export { completeUrl, isCompletionsUrl } from "./complete-url.js";

// A static import behind our dynamic one: bundlers give a dynamically imported CommonJS package no named exports.
export { build, initWebAssemblySync } from "hdr-histogram-js";

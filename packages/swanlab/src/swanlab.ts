import { init } from "./init.js";
import { echarts, html, image, table, text } from "./media/media.js";

/** Everything that a script needs, under one name. */
export const swanlab = { init, table, echarts, text, image, html } as const;

import { SwanlabConfigError } from "../errors.js";

/** The origin of a host: `https://` is added where there is no scheme, a path is dropped. Throws `SwanlabConfigError`. */
export function hostOrigin(host: string): string {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(host.trim()) ? host.trim() : `https://${host.trim()}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !["http:", "https:"].includes(url.protocol) || url.hostname === "") {
    throw new SwanlabConfigError("The SwanLab host is not an address such as https://api.swanlab.cn.");
  }
  if (url.username !== "" || url.password !== "") {
    throw new SwanlabConfigError("The SwanLab host holds a user name or password; the key is given apart from it.");
  }
  return url.origin;
}

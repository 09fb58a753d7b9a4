import { ConfigError, Secret } from "@evalkit/core";
import type { MlflowAddress } from "./api.js";

export interface MlflowCredentials {
  /** `http://` or `https://`, as in MLFLOW_TRACKING_URI. User and password in it are used and never shown. */
  readonly trackingUri: string;
  /** Sent as a bearer token; beats user and password. */
  readonly token?: Secret;
  readonly username?: string;
  readonly password?: Secret;
}

/** Takes the address apart. Throws `ConfigError` for what is no HTTP address, without repeating it. */
export function mlflowAddress({ trackingUri, token, username, password }: MlflowCredentials): MlflowAddress {
  const url = URL.parse(trackingUri.trim());
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new ConfigError("The address of the MLflow server must begin with http:// or https://.", {
      hint: "Set MLFLOW_TRACKING_URI, such as http://127.0.0.1:5000; `mlflow server` starts one over a folder or a database.",
    });
  }
  const user = username ?? decoded(url.username);
  const pass = password?.reveal() ?? decoded(url.password);
  const origin = `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
  const header = token === undefined ? basicHeader(user, pass) : `Bearer ${token.reveal()}`;
  if (header === undefined) return { origin, secrets: [] };
  const authorization = new Secret(header);
  return { origin, authorization, secrets: [authorization, token ?? new Secret(pass), new Secret(url.password), new Secret(header.slice(header.indexOf(" ") + 1))] };
}

function basicHeader(user: string, pass: string): string | undefined {
  return user === "" && pass === "" ? undefined : `Basic ${Buffer.from(`${user}:${pass}`).toString("base64")}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

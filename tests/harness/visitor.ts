interface Page {
  /** Where the redirects ended. */
  url: URL;
  status: number;
  text: string;
}

/** A browser without a screen: keeps the cookies of one origin and goes where redirects lead. */
export class Visitor {
  #cookies = new Map<string, string>();
  #origin: string;

  constructor(webUrl: string) {
    this.#origin = new URL(webUrl).origin;
  }

  /** One request; a redirect is answered as it is. */
  async send(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const target = new URL(url, this.#origin);
    const headers = new Headers(init.headers);
    // As a browser does, which tells nobody else.
    if (target.origin === this.#origin) {
      headers.set("cookie", [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "));
      if (init.method && init.method !== "GET") headers.set("origin", this.#origin);
    }
    const response = await fetch(target, { ...init, headers, redirect: "manual" });
    if (target.origin === this.#origin)
      for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    return response;
  }

  /** Opens an address and follows it to its end. */
  async open(url: string | URL): Promise<Page> {
    let at = new URL(url, this.#origin);
    for (let redirects = 0; redirects < 10; redirects += 1) {
      const response = await this.send(at);
      const location = response.headers.get("location");
      if (!location) return { url: at, status: response.status, text: await response.text() };
      at = new URL(location, at);
    }
    throw new Error(`too many redirects, the last one to ${at}`);
  }

  #keep(header: string): void {
    const [pair = "", ...attributes] = header.split(";").map((part) => part.trim());
    const split = pair.indexOf("=");
    const [name, value] = [pair.slice(0, split), pair.slice(split + 1)];
    const expires = attributes.find((attribute) => /^expires=/i.test(attribute))?.slice(8);
    const gone = attributes.some((attribute) => /^max-age=0$/i.test(attribute));
    if (gone || (expires && Date.parse(expires) <= Date.now())) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

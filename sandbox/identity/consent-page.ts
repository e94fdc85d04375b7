import { escapeHtml } from "@/sandbox/html";

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 26rem; margin: 12vh auto; padding: 0 1rem; }
  h1 { font-size: 1.4rem; }
  label { display: block; margin: 1rem 0 .35rem; font-weight: 600; }
  label.check { font-weight: 400; }
  input[type=email] { box-sizing: border-box; width: 100%; padding: .55rem .7rem; font: inherit; border: 1px solid #888; border-radius: 6px; }
  .buttons { display: flex; gap: .6rem; margin-top: 1.5rem; }
  button { flex: 1; padding: .6rem 1rem; font: inherit; border: 1px solid #888; border-radius: 6px; cursor: pointer; }
  button[value=continue] { background: #1a56db; border-color: #1a56db; color: #fff; }
  p.note { opacity: .8; font-size: .9rem; }`;

interface Consent {
  /** Who asks: GitHub or Google. */
  provider: string;
  /** Where the person goes on to. */
  redirectUri: string;
  scopes: readonly string[];
  /** Addresses that were used before, to pick from. */
  known: readonly string[];
}

/** Asks who one would like to be. Its form goes to the page's own address, which holds the request. */
export function renderConsent({ provider, redirectUri, scopes, known }: Consent): Response {
  const { origin } = new URL(redirectUri);
  const options = known.map((email) => `<option value="${escapeHtml(email)}">`).join("");
  const asked = scopes.map((scope) => `<code>${escapeHtml(scope)}</code>`).join(", ");
  const body = `<h1>Sign in with ${provider}</h1>
<p>This is the sandbox: be whoever you like. <strong>${escapeHtml(origin)}</strong> asks for ${asked || "nothing more"}.</p>
<form method="post">
<label for="email">E-mail address of the account</label>
<input id="email" name="email" type="email" list="known" autocomplete="off" required autofocus placeholder="newcomer@example.com">
<datalist id="known">${options}</datalist>
<label class="check"><input type="checkbox" name="unverified"> ${provider} has not verified this address</label>
<div class="buttons"><button name="decision" value="continue">Continue</button>
<button name="decision" value="cancel" formnovalidate>Cancel</button></div>
</form>
<p class="note">The same address is the same account each time.</p>`;
  // Chromium holds the redirect that answers a form to form-action as well.
  return page(`Sign in with ${provider}`, body, 200, `'self' ${origin}`);
}

/** A request that may not be answered by a redirect (RFC 6749 4.1.2.1): it could lead anywhere. */
export function renderRefusal(why: string): Response {
  return page("Not possible", `<h1>This cannot go on</h1><p>${escapeHtml(why)}</p>`, 400, "'none'");
}

function page(title: string, body: string, status: number, formAction: string): Response {
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${style}</style></head>
<body><main>${body}</main></body></html>
`;
  return new Response(html, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": `default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; form-action ${formAction}`,
    },
  });
}

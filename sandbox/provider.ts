/** A provider mounted under a path of the sandbox's own port. It sees the whole URL, mount path included. */
export interface Provider {
  /** E.g. `/cloudflare/client/v4`. */
  mountPath: string;
  /** One line for the index page. */
  title: string;
  /** Whether the mount path is something for people to open. */
  opensInBrowser?: boolean;
  handle(request: Request): Promise<Response>;
  close(): Promise<void>;
}

/** The provider that a request is for, by the longest mount path that fits. */
export function findProvider(providers: readonly Provider[], path: string): Provider | undefined {
  return providers
    .filter(({ mountPath }) => path === mountPath || path.startsWith(`${mountPath}/`))
    .sort((a, b) => b.mountPath.length - a.mountPath.length)[0];
}

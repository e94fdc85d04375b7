import { healthPath, type Route, routeHosts, stackRoutes } from "./routes";
import type { StackDescription } from "./stack-description";

const health = `  location = ${healthPath} {
    proxy_pass http://unix:/run/nself/agent.sock:${healthPath};
    proxy_set_header Host $host;
    proxy_connect_timeout 2s;
    proxy_read_timeout 5s;
    access_log off;
  }`;

/** The zones of the rate limits (429 when exceeded), generous enough for a page that loads a hundred things. */
const zones = [
  ["general", "20r/s"],
  ["graphql", "30r/s"],
  ["auth", "5r/s"],
  ["uploads", "10r/s"],
  ["functions", "10r/s"],
] as const;
const bursts: Record<Route["rateZone"], number> = {
  general: 60,
  graphql: 60,
  auth: 20,
  uploads: 40,
  functions: 30,
};

/** nginx.conf: one file for what all sites share. Hand-written fragments in conf.d come last and win by server name. */
function renderNginxConf(): string {
  return `# Written by nself build. Put your own fragments into conf.d/.
user nginx;
worker_processes auto;
error_log /dev/stderr warn;
pid /tmp/nginx.pid;
events {
  worker_connections 2048;
}
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log /dev/stdout;
  server_tokens off;
  sendfile on;
  gzip on;
  keepalive_timeout 15s;
  client_header_timeout 12s;
  client_body_timeout 60s;
  send_timeout 10s;
  server_names_hash_bucket_size 128;
  limit_req_status 429;
${zones.map(([name, rate]) => `  limit_req_zone $binary_remote_addr zone=${name}:10m rate=${rate};`).join("\n")}
  # Upstreams are looked up per request, so that nginx starts and stays up without them.
  resolver 127.0.0.11 valid=10s ipv6=off;
  map $http_upgrade $connection_upgrade {
    default upgrade;
    '' '';
  }
  ssl_certificate /etc/nginx/tls/fullchain.pem;
  ssl_certificate_key /etc/nginx/tls/privkey.pem;
  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_session_cache shared:tls:10m;
  ssl_session_tickets off;
  include /etc/nginx/conf.d/*.conf;
  include /etc/nginx/sites/*.conf;
}
`;
}

function renderSite(route: Route, domain: string): string {
  const upgrade = route.websocket
    ? `
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $connection_upgrade;
    proxy_read_timeout 86400s;`
    : `
    proxy_set_header Connection "";`;
  return `# Written by nself build.
server {
  listen 443 ssl;
  http2 on;
  server_name ${routeHosts(route, domain).join(" ")};
  client_max_body_size ${route.bodyLimitMb}m;
  add_header Strict-Transport-Security "max-age=31536000" always;
  add_header X-Content-Type-Options nosniff always;
  add_header Referrer-Policy strict-origin-when-cross-origin always;
${health}
  location / {
    # nself maintenance on
    if (-f /etc/nginx/maintenance/on.json) {
      add_header Retry-After 60 always;
      return 503;
    }
    limit_req zone=${route.rateZone} burst=${bursts[route.rateZone]} nodelay;
    set $upstream ${route.service}:${route.port};
    proxy_pass http://$upstream;
    proxy_http_version 1.1;
    proxy_set_header Host $host;
    proxy_set_header X-Real-IP $remote_addr;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto https;${upgrade}
  }
}
`;
}

function renderDefaultSite(domain: string): string {
  return `# Written by nself build.
server {
  listen 80 default_server;
  server_name _;
  location = /nginx-alive {
    allow 127.0.0.1;
    deny all;
    access_log off;
    return 204;
  }
  location / {
    return 308 https://$host$request_uri;
  }
}
server {
  listen 443 ssl;
  http2 on;
  server_name ${domain} *.${domain};
${health}
  location / {
    return 404;
  }
}
server {
  listen 443 ssl default_server;
  server_name _;
  ssl_reject_handshake on;
}
`;
}

/** Files below /opt/nself/nginx by relative path. Names that nothing claims answer 404, foreign names get no handshake. */
export function renderNginx(stack: StackDescription): Map<string, string> {
  const files = new Map<string, string>([
    ["nginx.conf", renderNginxConf()],
    ["sites/default.conf", renderDefaultSite(stack.domain)],
  ]);
  for (const route of stackRoutes(stack)) {
    files.set(`sites/${route.label ?? "root"}.conf`, renderSite(route, stack.domain));
  }
  return files;
}

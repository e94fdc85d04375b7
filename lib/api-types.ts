// Made by `npm run make-api-types` from the OpenAPI document; a test says when it is stale.

/** The named schemas of the API. */
export interface Schemas {
  Server: {
    id: string;
    name: string;
    subdomain: string;
    domain: string;
    /** https address, with the port when it is not 443 */
    url: string;
    status: "provisioning" | "running" | "failed" | "deleting" | "deleted" | "quarantined";
    location: string;
    serverType: string;
    image: string;
    monthlyCents: number;
    currency: string;
    ipv4: string | null;
    ipv6: string | null;
    backupsEnabled: boolean;
    nselfVersion: string | null;
    createdAt: string;
    readyAt: string | null;
    job: {
      id: string;
      kind: string;
      status: "queued" | "running" | "cancelling" | "succeeded" | "failed" | "cancelled";
      currentStep: string | null;
      warning: string | null;
      createdAt: string;
      finishedAt: string | null;
    } | null;
  };
  Problem: {
    type: string;
    title: string;
    status: number;
    detail: string;
    code: Schemas["ErrorCode"];
    hint?: string;
    fields?: Record<string, string>;
    requestId: string;
  };
  ErrorCode: "invalid_request" | "unauthenticated" | "forbidden" | "not_found" | "conflict" | "subdomain_taken" | "job_live" | "action_not_allowed" | "idempotency_mismatch" | "idempotency_running" | "link_spent" | "payload_too_large" | "unsupported_media_type" | "rate_limited" | "internal" | "unavailable" | "provider_unavailable" | "provider_throttled" | "provider_locked" | "provider_auth" | "provider_refused" | "provider_maintenance" | "capacity" | "quota" | "name_conflict" | "domain_conflict" | "dns_not_visible" | "certificate_limited" | "certificate_failed" | "certificate_refused" | "host_key_changed" | "machine_unreachable" | "machine_busy" | "machine_locked" | "command_failed" | "bootstrap_failed" | "registry_unavailable" | "plugin_refused" | "license_required" | "unhealthy" | "mail_refused" | "store_unavailable" | "store_refused" | "no_store" | "backup_busy" | "backup_damaged" | "backup_failed" | "target_unreachable" | "disk_full" | "restore_failed" | "deadline_exceeded" | "cancelled";
  CreateServer: {
    name: string;
    subdomain: string;
    location: string;
    serverType: string;
    plugins?: string[];
  };
  ServerAndJob: {
    server: Schemas["Server"];
    job: Schemas["Job"];
  };
  Job: {
    id: string;
    serverId: string;
    status: "queued" | "running" | "cancelling" | "succeeded" | "failed" | "cancelled";
    currentStep: string | null;
    steps: Schemas["JobStep"][];
    error?: Schemas["JobError"];
    /** the server's https address, once it is ready */
    url?: string;
    /** expected time left while it is under way */
    etaSeconds?: number;
    kind: Schemas["JobKind"];
    /** what it is called while it runs */
    title: string;
    attempt: number;
    createdAt: string;
    startedAt: string | null;
    finishedAt: string | null;
    cancelRequested: boolean;
    /** the job succeeded, but this should be known */
    warning: string | null;
    receipt: {
      kind: string;
      name: string;
      outcome: "deleted" | "not_found" | "kept";
      detail: string | null;
    }[] | null;
  };
  JobStep: {
    key: string;
    title: string;
    status: "pending" | "running" | "succeeded" | "failed" | "skipped";
    startedAt: string | null;
    finishedAt: string | null;
    attempt: number;
    expectedSeconds: number;
    error?: {
      code: string;
      message: string;
    };
  };
  JobError: {
    code: string;
    class: "transient" | "capacity" | "quota" | "auth" | "conflict" | "input" | "remote" | "unknown";
    message: string;
    /** what to do, in a sentence */
    remedy: string;
    /** in the order to offer them */
    actions: ("retry" | "retry_elsewhere" | "retry_other_subdomain" | "delete" | "contact_support")[];
  };
  JobKind: string;
  ServerDetail: {
    id: string;
    name: string;
    subdomain: string;
    domain: string;
    /** https address, with the port when it is not 443 */
    url: string;
    status: "provisioning" | "running" | "failed" | "deleting" | "deleted" | "quarantined";
    location: string;
    serverType: string;
    image: string;
    monthlyCents: number;
    currency: string;
    ipv4: string | null;
    ipv6: string | null;
    backupsEnabled: boolean;
    nselfVersion: string | null;
    createdAt: string;
    readyAt: string | null;
    job: {
      id: string;
      kind: string;
      status: "queued" | "running" | "cancelling" | "succeeded" | "failed" | "cancelled";
      currentStep: string | null;
      warning: string | null;
      createdAt: string;
      finishedAt: string | null;
    } | null;
    services: {
      name: string;
      kind: "required" | "optional" | "plugin";
      status: "healthy" | "degraded" | "unhealthy" | "starting" | "stopped";
      latencyMs: number | null;
      detail: string | null;
    }[];
    healthCheckedAt: string | null;
    certificate: {
      names: string[];
      notAfter: string | null;
      installedAt: string | null;
      /** when its renewal is begun */
      renewsAt: string | null;
      /** the renewal that is under way, or that failed last */
      renewal: {
        /** the job's */
        id: string;
        failed: boolean;
      } | null;
    } | null;
    plugins: {
      name: string;
      version: string;
      title: string;
      url: string | null;
      installedAt: string | null;
    }[];
    links: {
      title: string;
      url: string;
    }[];
    /** when the one-time link was made, and whether it was opened; never the link */
    welcomeLink: {
      sentAt: string;
      expiresAt: string;
      openedAt: string | null;
    } | null;
  };
  RestartServices: {
    /** all of them without one */
    service?: string;
  };
  ProvisionStatus: {
    jobId: string;
    serverId: string;
    status: "queued" | "running" | "cancelling" | "succeeded" | "failed" | "cancelled";
    currentStep: string | null;
    steps: Schemas["JobStep"][];
    error?: Schemas["JobError"];
    /** the server's https address, once it is ready */
    url?: string;
    /** expected time left while it is under way */
    etaSeconds?: number;
  };
  JobLog: {
    /** grows within a job; what Last-Event-ID carries */
    id: string;
    stepKey: string | null;
    message: string;
    createdAt: string;
  };
  RetryJob: {
    location?: string;
    serverType?: string;
    subdomain?: string;
  };
  JobAnswer: {
    job: Schemas["Job"];
  };
  Backup: {
    id: string;
    serverId: string;
    /** bak_YYYYMMDD_HHMMSS (UTC) as on the server; a provider backup has the provider's name */
    name: string;
    kind: "snapshot" | "application";
    trigger: "first" | "nightly" | "manual" | "forensic" | "agent" | "final" | "provider";
    label: string | null;
    status: "creating" | "good" | "failed" | "deleted";
    startedAt: string;
    finishedAt: string | null;
    durationSeconds: number | null;
    /** of the data */
    sizeBytes: number | null;
    /** compressed and sealed, in the store */
    storedBytes: number | null;
    region: string | null;
    /** the earliest time that it can be restored to */
    consistentAt: string | null;
    keptUntil: string | null;
    level: 0 | 1 | 2 | 3;
    verifiedAt: string | null;
    /** the last one */
    verification: Schemas["Verification"] | null;
    error: string | null;
    jobId: string | null;
  };
  Verification: {
    id: string;
    backupId: string;
    jobId: string | null;
    status: "running" | "passed" | "failed";
    /** the level that was reached */
    level: 0 | 1 | 2 | 3;
    startedAt: string;
    finishedAt: string | null;
    checks: {
      name: "checksum" | "chain" | "restore" | "integrity";
      status: "passed" | "failed" | "skipped";
      /** as it is shown: 'restored to a throw-away instance in 4.2 s' */
      detail: string;
      seconds: number | null;
    }[];
    rowCount: number | null;
  };
  CreateBackup: {
    label?: string;
  };
  BackupAndJob: {
    backup: Schemas["Backup"];
    job: Schemas["Job"];
  };
  BackupOverview: {
    /** false until the server has its key and its place in the store */
    configured: boolean;
    region: string | null;
    serverLocation: string;
    lastGoodAt: string | null;
    /** no good backup for too long, WAL stalled, a verification that failed */
    alarm: string | null;
    nextRunAt: string | null;
    nextVerificationAt: string | null;
    nextDrillAt: string | null;
    storedBytes: number;
    /** what the stored bytes cost a month; included in the price */
    monthlyCents: number;
    currency: string;
    wal: Schemas["WalStatus"];
    policy: Schemas["BackupPolicy"];
  };
  WalStatus: {
    state: "ok" | "lagging" | "stalled" | "unknown";
    /** everything committed until then is off-site */
    shippedThrough: string | null;
    lagSeconds: number | null;
    spoolBytes: number | null;
    diskFreeBytes: number | null;
    diskTotalBytes: number | null;
    gaps: {
      from: string;
      until: string;
    }[];
    alarm: string | null;
    reportedAt: string | null;
  };
  BackupPolicy: {
    /** five cron fields, UTC; only its hour and weekday matter, the minute is spread by server */
    schedule: string;
    retentionDays: number;
    verifySchedule: string;
    drillEveryDays: number;
    /** UTC; backups and drills keep out of the two hours that follow */
    maintenanceStartHour: number | null;
  };
  ChangeBackupPolicy: {
    /** five cron fields, UTC; only its hour and weekday matter, the minute is spread by server */
    schedule?: string;
    retentionDays?: number;
    verifySchedule?: string;
    drillEveryDays?: number;
    /** UTC; backups and drills keep out of the two hours that follow */
    maintenanceStartHour?: number | null;
  };
  VerificationAndJob: {
    verification: Schemas["Verification"];
    job: Schemas["Job"];
  };
  RestorePoints: {
    earliest: string | null;
    latest: string | null;
    ranges: {
      from: string;
      until: string;
      timeline: number;
    }[];
    points: {
      at: string;
      grain: "hour" | "day";
      /** the base backup that it starts from */
      backupId: string;
    }[];
    /** what happened on the server, for marks on a time line */
    events: {
      at: string;
      kind: Schemas["JobKind"];
      title: string;
      /** what the server holds was changed by it: the second before may be wanted */
      change: boolean;
    }[];
  };
  RestoreTarget: {
    at: string;
  } | {
    backupId: string;
  };
  RestorePreview: {
    /** in place */
    possible: boolean;
    /** into a new server, which needs the off-site copy alone */
    possibleElsewhere: boolean;
    /** the exact time that would be restored */
    target: string;
    backupId: string | null;
    backupName: string | null;
    checks: {
      name: "window" | "disk" | "versions" | "server" | "job";
      status: "passed" | "warned" | "failed";
      detail: string;
    }[];
    nearest: {
      before: string | null;
      after: string | null;
    } | null;
    /** predicted, from sizes and what earlier restores took */
    downtimeSeconds: number;
    /** how much of the newest data would be put aside: now minus the target */
    lossSeconds: number;
    /** write-ahead log to replay, estimated */
    walBytes: number;
  };
  CreateRestore: {
    target: Schemas["RestoreTarget"];
    into: "in_place" | {
      name: string;
      subdomain: string;
      location?: string;
      serverType?: string;
    };
    /** the server's name, typed */
    confirm: string;
    /** stands in the activity; an operator's visit has one of its own */
    reason?: string;
  };
  RestoreAndJob: {
    restore: Schemas["Restore"];
    job: Schemas["Job"];
  };
  Restore: {
    id: string;
    serverId: string;
    jobId: string;
    status: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "undone";
    target: string;
    backupId: string | null;
    backupName: string | null;
    into: "in_place" | "new_server";
    newServerId: string | null;
    forensicBackupId: string | null;
    /** the last transaction that was replayed */
    recoveredTo: string | null;
    progress: {
      phase: "files" | "wal" | "objects";
      doneBytes: number;
      totalBytes: number;
      walPosition: string | null;
      etaSeconds: number | null;
    } | null;
    /** the data from before is kept until then */
    undoUntil: string | null;
    undoneAt: string | null;
    createdAt: string;
    finishedAt: string | null;
    createdBy: string | null;
  };
  UndoRestore: {
    confirm: string;
    reason?: string;
  };
  Drill: {
    id: string;
    serverId: string;
    jobId: string;
    scenario: "full-restore" | "database-corruption" | "bad-deploy";
    trigger: "manual" | "scheduled";
    status: "running" | "passed" | "failed";
    startedAt: string;
    finishedAt: string | null;
    report: Schemas["DrillReport"] | null;
  };
  DrillReport: {
    scenario: "full-restore" | "database-corruption" | "bad-deploy";
    serverId: string;
    serverName: string;
    startedAt: string;
    finishedAt: string;
    passed: boolean;
    /** from the start to healthy, the throw-away server's creation included */
    rtoSeconds: number;
    /** how old the newest recovered transaction was when the drill began */
    rpoSeconds: number | null;
    promised: {
      rtoSeconds: number;
      rpo: string;
    };
    backupName: string | null;
    recoveredTo: string | null;
    rowCount: number | null;
    phases: {
      key: string;
      title: string;
      seconds: number;
    }[];
    checks: {
      name: string;
      status: "passed" | "failed";
      detail: string;
    }[];
    tornDown: boolean;
  };
  CreateDrill: {
    scenario: "full-restore" | "database-corruption" | "bad-deploy";
  };
  DrillAndJob: {
    drill: Schemas["Drill"];
    job: Schemas["Job"];
  };
  Location: {
    name: string;
    city: string;
    country: string;
    networkZone: string;
    description: string;
  };
  ServerType: {
    name: string;
    description: string;
    cores: number;
    memoryGb: number;
    diskGb: number;
    architecture: "x86" | "arm";
    cpuType: "shared" | "dedicated";
    /** whom it suits, in plain words */
    suits: string;
    recommended: boolean;
    prices: {
      location: string;
      /** what the customer pays a month: provider, provider backups and our fee */
      monthlyCents: number;
      currency: string;
      available: boolean;
    }[];
  };
  SubdomainAnswer: {
    name: string;
    free: boolean;
    domain: string;
    reason: string | null;
    suggestions: string[];
  };
  Plugin: {
    name: string;
    version: string;
    title: string;
    description: string;
    category: string;
    tier: "free" | "pro";
    /** free, or covered by a license of the team */
    licensed: boolean;
    memoryMb: number;
    installSeconds: number;
  };
  WelcomeCredentials: {
    serverName: string;
    serverUrl: string;
    dashboardUrl: string;
    hasuraAdminSecret: string;
    addresses: {
      title: string;
      url: string;
    }[];
  };
  Activity: {
    id: string;
    actor: string;
    actorType: string;
    /** noun.verb, such as server.created */
    action: string;
    targetType: string;
    targetId: string;
    serverId: string | null;
    details: Record<string, unknown>;
    createdAt: string;
  };
  Me: {
    user: {
      id: string;
      name: string | null;
      email: string;
    };
    sessionId: string;
    team: {
      id: string;
      name: string;
      role: "owner" | "admin" | "developer" | "viewer" | "operator";
    };
    teams: {
      id: string;
      name: string;
      role: "owner" | "admin" | "developer" | "viewer";
    }[];
    permissions: ("server:read" | "server:create" | "server:operate" | "server:restore" | "server:delete" | "team:read" | "team:manage" | "token:manage" | "activity:read")[];
    /** one of our staff */
    operator: boolean;
    /** the operator's visit to this team */
    visit: Schemas["OperatorVisit"] | null;
  };
  OperatorVisit: {
    id: string;
    teamId: string;
    reason: string;
    startedAt: string;
    expiresAt: string;
  };
  Session: {
    id: string;
    current: boolean;
    createdAt: string;
    lastSeenAt: string;
    expires: string;
    ip: string | null;
    userAgent: string | null;
  };
  Team: {
    id: string;
    name: string;
    members: {
      id: string;
      userId: string;
      name: string | null;
      email: string;
      role: "owner" | "admin" | "developer" | "viewer";
      createdAt: string;
    }[];
    invitations: Schemas["Invitation"][];
  };
  Invitation: {
    id: string;
    email: string;
    role: "owner" | "admin" | "developer" | "viewer";
    expiresAt: string;
    createdAt: string;
  };
  ApiToken: {
    id: string;
    name: string;
    /** the token's last four characters */
    hint: string;
    scopes: string[];
    createdAt: string;
    expiresAt: string | null;
    lastUsedAt: string | null;
  };
  CreateToken: {
    name: string;
    scopes: ("server:read" | "server:create" | "server:operate" | "server:restore" | "server:delete" | "team:read" | "team:manage" | "token:manage" | "activity:read")[];
    expiresInDays?: number;
  };
  CreatedApiToken: {
    id: string;
    name: string;
    /** the token's last four characters */
    hint: string;
    scopes: string[];
    createdAt: string;
    expiresAt: string | null;
    lastUsedAt: string | null;
    /** shown this once; null when the request is repeated under its key */
    token: string | null;
  };
  StartVisit: {
    teamId: string;
    /** where the visit begins, for the server's own activity */
    serverId?: string;
    reason: string;
  };
}

/** What each operation takes and answers, by its method and path. */
export interface Operations {
  "GET /api/v1/servers": {
    request: { query?: { cursor?: string } };
    answer: {
      items: Schemas["Server"][];
      nextCursor: string | null;
    };
  };
  "POST /api/v1/servers": {
    request: { body: Schemas["CreateServer"] };
    answer: Schemas["ServerAndJob"];
  };
  "GET /api/v1/servers/{id}": {
    request: { params: { id: string } };
    answer: Schemas["ServerDetail"];
  };
  "DELETE /api/v1/servers/{id}": {
    request: { params: { id: string }; body: {
        /** the server's name, typed */
        confirm: string;
      } };
    answer: Schemas["ServerAndJob"];
  };
  "POST /api/v1/servers/{id}/welcome-mails": {
    request: { params: { id: string } };
    answer: {
      sentTo: string;
    };
  };
  "POST /api/v1/servers/{id}/restarts": {
    request: { params: { id: string }; body?: Schemas["RestartServices"] };
    answer: Schemas["ServerAndJob"];
  };
  "GET /api/v1/jobs/{id}": {
    request: { params: { id: string } };
    answer: Schemas["Job"];
  };
  "GET /api/provision/{job_id}": {
    request: { params: { job_id: string } };
    answer: Schemas["ProvisionStatus"];
  };
  "GET /api/v1/jobs/{id}/events": {
    request: { params: { id: string }; query?: { after?: string } };
    answer: never;
  };
  "POST /api/v1/jobs/{id}/retry": {
    request: { params: { id: string }; body?: Schemas["RetryJob"] };
    answer: Schemas["JobAnswer"];
  };
  "POST /api/v1/jobs/{id}/cancel": {
    request: { params: { id: string } };
    answer: Schemas["JobAnswer"];
  };
  "GET /api/v1/servers/{id}/backups": {
    request: { params: { id: string }; query?: { cursor?: string } };
    answer: {
      items: Schemas["Backup"][];
      nextCursor: string | null;
    };
  };
  "POST /api/v1/servers/{id}/backups": {
    request: { params: { id: string }; body?: Schemas["CreateBackup"] };
    answer: Schemas["BackupAndJob"];
  };
  "GET /api/v1/servers/{id}/backup-overview": {
    request: { params: { id: string } };
    answer: Schemas["BackupOverview"];
  };
  "PATCH /api/v1/servers/{id}/backup-policy": {
    request: { params: { id: string }; body?: Schemas["ChangeBackupPolicy"] };
    answer: Schemas["BackupPolicy"];
  };
  "POST /api/v1/backups/{id}/verifications": {
    request: { params: { id: string }; body?: Record<string, never> };
    answer: Schemas["VerificationAndJob"];
  };
  "POST /api/v1/agent-reports": {
    request: { body: {
        serverId: string;
        status: {
          configured: boolean;
          region: string | null;
          wal: {
            state: "ok" | "lagging" | "stalled";
            runs: {
              timeline: number;
              firstSegment: string;
              lastSegment: string;
              segments: number;
              storedBytes: number;
              coveredFrom: string;
              /** every commit until then is in the run */
              coveredUntil: string;
              parent: {
                timeline: number;
                forkSegment: string;
              } | null;
            }[];
            spoolSegments: number;
            spoolBytes: number;
            /** age of the oldest commit that may not be off-site */
            lagSeconds: number;
            lastShippedAt: string | null;
            lastError: string | null;
            alarm: string | null;
          };
          disk: {
            freeBytes: number;
            totalBytes: number;
          };
          lastBackup: {
            id: string;
            at: string;
          } | null;
          maintenance: boolean;
          fenced: {
            restoreId: string;
            at: string;
            sizeBytes: number;
          }[];
          time: string;
        };
        /** the newest that this server made, whoever asked for them */
        backups: {
          id: string;
          label: string | null;
          trigger: string;
          startedAt: string;
          finishedAt: string;
          consistentAt: string;
          timeline: number;
          startSegment: string;
          stopSegment: string;
          sizeBytes: number;
          storedBytes: number;
          /** what this backup had to store; objects that were there already are not in it */
          newBytes: number;
          manifestSha256: string;
          seconds: {
            upload: number;
            readBack: number;
          };
        }[];
      } };
    answer: undefined;
  };
  "GET /api/v1/servers/{id}/restore-points": {
    request: { params: { id: string } };
    answer: Schemas["RestorePoints"];
  };
  "POST /api/v1/servers/{id}/restore-previews": {
    request: { params: { id: string }; body: {
        target: Schemas["RestoreTarget"];
      } };
    answer: Schemas["RestorePreview"];
  };
  "POST /api/v1/servers/{id}/restores": {
    request: { params: { id: string }; body: Schemas["CreateRestore"] };
    answer: Schemas["RestoreAndJob"];
  };
  "GET /api/v1/servers/{id}/restores": {
    request: { params: { id: string }; query?: { cursor?: string } };
    answer: {
      items: Schemas["Restore"][];
      nextCursor: string | null;
    };
  };
  "GET /api/v1/restores/{id}": {
    request: { params: { id: string } };
    answer: Schemas["Restore"];
  };
  "POST /api/v1/restores/{id}/undo": {
    request: { params: { id: string }; body: Schemas["UndoRestore"] };
    answer: Schemas["RestoreAndJob"];
  };
  "GET /api/v1/servers/{id}/drills": {
    request: { params: { id: string }; query?: { cursor?: string } };
    answer: {
      items: Schemas["Drill"][];
      nextCursor: string | null;
    };
  };
  "POST /api/v1/servers/{id}/drills": {
    request: { params: { id: string }; body: Schemas["CreateDrill"] };
    answer: Schemas["DrillAndJob"];
  };
  "GET /api/v1/drills/{id}": {
    request: { params: { id: string } };
    answer: Schemas["Drill"];
  };
  "GET /api/v1/drills/{id}/report": {
    request: { params: { id: string } };
    answer: Schemas["DrillReport"];
  };
  "GET /api/v1/locations": {
    request: object;
    answer: {
      items: Schemas["Location"][];
    };
  };
  "GET /api/v1/server-types": {
    request: object;
    answer: {
      items: Schemas["ServerType"][];
    };
  };
  "GET /api/v1/subdomains/{name}": {
    request: { params: { name: string } };
    answer: Schemas["SubdomainAnswer"];
  };
  "GET /api/v1/plugins": {
    request: object;
    answer: {
      items: Schemas["Plugin"][];
    };
  };
  "GET /api/v1/welcome-links/{token}": {
    request: { params: { token: string } };
    answer: {
      serverName: string;
      state: "ready" | "opened" | "expired";
      expiresAt: string;
    };
  };
  "POST /api/v1/welcome-links/{token}/open": {
    request: { params: { token: string } };
    answer: Schemas["WelcomeCredentials"];
  };
  "GET /api/v1/activity": {
    request: { query?: { cursor?: string; limit?: number } };
    answer: {
      items: Schemas["Activity"][];
      nextCursor: string | null;
    };
  };
  "GET /api/v1/servers/{id}/activity": {
    request: { params: { id: string }; query?: { cursor?: string; limit?: number } };
    answer: {
      items: Schemas["Activity"][];
      nextCursor: string | null;
    };
  };
  "GET /api/v1/me": {
    request: object;
    answer: Schemas["Me"];
  };
  "GET /api/v1/sessions": {
    request: object;
    answer: {
      items: Schemas["Session"][];
    };
  };
  "DELETE /api/v1/sessions/{id}": {
    request: { params: { id: string | "others" } };
    answer: undefined;
  };
  "GET /api/v1/team": {
    request: object;
    answer: Schemas["Team"];
  };
  "PATCH /api/v1/team": {
    request: { body: {
        name: string;
      } };
    answer: undefined;
  };
  "POST /api/v1/teams": {
    request: { body: {
        name: string;
      } };
    answer: {
      id: string;
      name: string;
    };
  };
  "PATCH /api/v1/team/members/{id}": {
    request: { params: { id: string }; body: {
        role: "owner" | "admin" | "developer" | "viewer";
      } };
    answer: undefined;
  };
  "DELETE /api/v1/team/members/{id}": {
    request: { params: { id: string } };
    answer: undefined;
  };
  "POST /api/v1/team/invitations": {
    request: { body: {
        email: string;
        role: "owner" | "admin" | "developer" | "viewer";
      } };
    answer: Schemas["Invitation"];
  };
  "DELETE /api/v1/team/invitations/{id}": {
    request: { params: { id: string } };
    answer: undefined;
  };
  "GET /api/v1/invitations/{token}": {
    request: { params: { token: string } };
    answer: {
      teamName: string;
      email: string;
      role: "owner" | "admin" | "developer" | "viewer";
      state: "open" | "accepted" | "expired";
    };
  };
  "POST /api/v1/invitations/{token}/accept": {
    request: { params: { token: string } };
    answer: {
      teamId: string;
    };
  };
  "GET /api/v1/tokens": {
    request: object;
    answer: {
      items: Schemas["ApiToken"][];
    };
  };
  "POST /api/v1/tokens": {
    request: { body: Schemas["CreateToken"] };
    answer: Schemas["CreatedApiToken"];
  };
  "DELETE /api/v1/tokens/{id}": {
    request: { params: { id: string } };
    answer: undefined;
  };
  "POST /api/v1/enrolments": {
    request: { body: {
        serverId: string;
        hostKey: string;
        csr: string;
        nselfVersion: string;
      } };
    answer: {
      hostKeyFingerprint: string;
    };
  };
  "POST /api/v1/enrolments/progress": {
    request: { body: {
        serverId: string;
        message: string;
      } };
    answer: undefined;
  };
  "GET /api/v1/operator/customers": {
    request: { query: { words: string } };
    answer: {
      items: {
        team: {
          id: string;
          name: string;
        };
        /** the operator belongs to this team, and needs no visit */
        mine: boolean;
        members: {
          email: string;
          role: "owner" | "admin" | "developer" | "viewer";
        }[];
        servers: {
          id: string;
          name: string;
          domain: string;
          status: "provisioning" | "running" | "failed" | "deleting" | "deleted" | "quarantined";
        }[];
      }[];
      more: boolean;
    };
  };
  "POST /api/v1/operator/visits": {
    request: { body: Schemas["StartVisit"] };
    answer: Schemas["OperatorVisit"];
  };
  "DELETE /api/v1/operator/visits/{id}": {
    request: { params: { id: string } };
    answer: undefined;
  };
}

import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import {
  addressTasks,
  leavingCrontab,
  leavingTasks,
  mailProof,
  pictureRoutes,
  purgeChanges,
  purgeUnverified,
} from '#account'
import { accountPageRoutes, exportTasks, purgeExports, uploads } from '#account-page'
import { adminConsoleRoutes, claimUploads } from '#admin-console'
import { auditCrontab, auditTasks } from '#audit'
import {
  mailLossLink,
  mailPasskey,
  mailPasswordChanged,
  mailReset,
  mailSecondStep,
  openHashing,
  purgeChallenges,
  purgeResets,
  purgeSecondSteps,
  regainInTime,
  relyingPartyOf,
} from '#credential'
import {
  domainCrontab,
  domainTasks,
  mailProviders,
  managerToBe,
  noticeCrontab,
  noticeTasks,
  openLooker,
} from '#domain-claim'
import { reactWith } from '#events'
import { helpRoutes, mailAddressOf, mailMessage, purgeHelp } from '#help'
import { openProviderClients } from '#identity-source'
import { decidingCrontab, decidingTasks, managingCrontab, managingTasks } from '#managed-account'
import { housePages, openProvider } from '#openid'
import { operatorConsoleRoutes } from '#operator-console'
import { mailInvitation, purgeInvitations } from '#organization'
import {
  type Clock,
  type Database,
  type Logger,
  type Mailer,
  openApp,
  openDatabase,
  openHealth,
  openLanguages,
  openMailer,
  openMailLimits,
  purgeCounts,
  purgeJobs,
  systemClock,
  type Tasks,
  unreadable,
  workJobs,
} from '#platform'
import { assetRoutes, brokenPage, languageRoutes, notFoundPage, refusedPage } from '#platform/page'
import { listProducts, productRoutes } from '#product'
import {
  contextWords,
  mailNewDevice,
  openAlarm,
  openCookieJar,
  openLimits,
  openWorkshop,
  purgeSignIn,
  signInRoutes,
  speakAsHolder,
} from '#sign-in'
import type { AllValues } from './all-settings.ts'
import { closeServer, listenOn } from './listen.ts'
import { reactions } from './reactions.ts'

/** A running Umbel. */
export type Umbel = {
  readonly database: Database
  /** Every address of our own pages, for tests that hold each of them to something. */
  readonly routes: readonly { readonly method: string; readonly path: string }[]
  /** Answers requests as the server does, for whoever brings a server of their own. */
  readonly listener: (request: IncomingMessage, response: ServerResponse) => void
  /** Starts to listen; resolves with the port. */
  listen(hosts: readonly string[], port: number): Promise<number>
  /** Stops taking requests, lets those under way finish, then jobs and connections. */
  stop(): Promise<void>
}

/**
 * Puts the rooms together: one database, one app, one provider, one job runner. The schema must be in place.
 * @param options.settings with DATABASE_URL, SMTP_URL and UMBEL_SECRET_KEY filled in
 */
export async function openUmbel(options: UmbelOptions): Promise<Umbel> {
  const { settings, log, clock = systemClock } = options
  const database = openDatabase({
    url: settings.DATABASE_URL,
    clock,
    connections: settings.UMBEL_DATABASE_CONNECTIONS,
    onTrouble: (error) => log.warn({ err: error }, 'a connection to PostgreSQL broke'),
  })
  try {
    return await assemble({ ...options, clock, database })
  } catch (error) {
    await database.close()
    throw error
  }
}

// Two years, as the lists that browsers bring along want it.
const strictTransport = 'max-age=63072000; includeSubDomains'

type UmbelOptions = {
  settings: AllValues & { DATABASE_URL: string; SMTP_URL: string; UMBEL_SECRET_KEY: Buffer }
  log: Logger
  clock?: Clock
  mailer?: Mailer
}

async function assemble(options: UmbelOptions & { clock: Clock; database: Database }): Promise<Umbel> {
  const { settings, log, clock, database } = options
  const { UMBEL_URL: url, UMBEL_SECRET_KEY: secretKey, UMBEL_MAIL_FROM: sender } = settings
  const mailer = options.mailer ?? openMailer(settings.SMTP_URL, `Umbel <${sender}>`)
  const hashing = await openHashing({
    memoryKib: settings.UMBEL_ARGON2_MEMORY_KIB,
    passes: settings.UMBEL_ARGON2_PASSES,
    atOnce: settings.UMBEL_HASHING_AT_ONCE,
    queue: settings.UMBEL_HASHING_QUEUE,
    pepper: settings.UMBEL_PASSWORD_PEPPER,
  })
  reactWith(reactions)
  const jar = openCookieJar(url)
  const languages = openLanguages(url)
  const provider = await openProvider({
    database,
    clock,
    settings,
    log,
    jar,
    secretKey,
    url,
    trusted: settings.UMBEL_TRUSTED_PROXIES,
    pages: housePages(languages, settings.UMBEL_TIME_ZONE),
  })
  const look = openLooker({ servers: settings.UMBEL_DNS_SERVERS, privateDomains: settings.UMBEL_PRIVATE_DOMAINS })
  const alarm = openAlarm({ leastPerMinute: settings.UMBEL_ALARM_FAILURES, log })
  const signIn = {
    database,
    hashing,
    limits: openLimits(secretKey, alarm),
    mailLimits: openMailLimits({ secretKey, perNetwork: settings.UMBEL_MAILS_PER_NETWORK }),
    workshop: openWorkshop(secretKey),
    jar,
    lengths: { kept: settings.UMBEL_SESSION_KEPT, unkept: settings.UMBEL_SESSION_LENGTH },
    secretKey,
    relyingParty: relyingPartyOf(url),
    google: { secretKey, url, clients: openProviderClients(secretKey) },
    sender,
    minPasswordLength: settings.UMBEL_PASSWORD_MIN_LENGTH,
    productNames: async () =>
      (await listProducts(database.durable)).filter(({ listed }) => listed).map(({ name }) => name),
    contextWords: () => contextWords(database.durable, url),
  }

  const app = openApp({
    url,
    zone: settings.UMBEL_TIME_ZONE,
    log,
    trusted: settings.UMBEL_TRUSTED_PROXIES,
    pages: { refused: refusedPage, notFound: notFoundPage, broken: brokenPage },
    uploads: [...uploads, ...claimUploads],
  })
  app.route('/', assetRoutes())
  for (const path of ['/help/*', '/terms', '/privacy', '/language']) app.use(path, speakAsHolder(signIn, languages))
  app.route('/', languageRoutes(languages, url))
  app.route('/', productRoutes(database))
  app.route('/', pictureRoutes(database))
  app.route('/', signInRoutes(signIn))
  app.route('/', accountPageRoutes(signIn))
  const isMailProvider = mailProviders(settings.UMBEL_MAIL_PROVIDERS)
  const console = { ...signIn, look, isMailProvider, auditKept: settings.UMBEL_AUDIT_KEPT }
  app.route('/', adminConsoleRoutes(console))
  app.route('/', operatorConsoleRoutes({ ...console, url, contact: settings.UMBEL_CONTACT }))
  app.route('/', helpRoutes({ ...signIn, contact: settings.UMBEL_CONTACT }))

  let isStopping = false
  const health = openHealth({
    database,
    hashesWaiting: () => hashing.waiting,
    isStopping: () => isStopping,
    metricsToken: settings.UMBEL_METRICS_TOKEN,
    gauges: [
      {
        name: 'umbel_log_in_alarm',
        help: 'Whether so many log-ins fail that unknown devices have work to do.',
        read: async () => Number(await alarm.isOn(database.quick)),
      },
      {
        name: 'umbel_failed_log_ins_last_minute',
        help: 'Wrong passwords from unknown devices in the last whole minute, of all processes together.',
        read: () => alarm.lastMinute(database.quick),
      },
    ],
  })
  const pages = getRequestListener(app.fetch, { overrideGlobalObjects: false, errorHandler: unreadable })
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    const pathname = (request.url ?? '/').split('?', 1)[0] ?? '/'
    health.observe(request, response)
    // What the provider answers as well: tokens and documents are asked for without any page before them.
    if (url.protocol === 'https:') response.setHeader('strict-transport-security', strictTransport)
    if (isStopping) response.setHeader('connection', 'close')
    if (health.answer(pathname, request, response)) return
    if (provider.owns(pathname)) provider.handle(request, response)
    else void pages(request, response)
  }

  const managerOf = (emailKey: string) => managerToBe(database.durable, emailKey)
  const context = { database, mailer, url, secretKey, managerOf }
  const tasks: Tasks = {
    ...auditTasks({ database, kept: settings.UMBEL_AUDIT_KEPT, secretKey, log }),
    'account.mail-proof': (payload, job) => mailProof(context, payload, job),
    ...addressTasks(context),
    ...leavingTasks(context),
    ...decidingTasks(context),
    ...exportTasks({ ...context, log }),
    'credential.mail-reset': (payload, job) => mailReset(context, payload, job),
    'credential.mail-password-changed': (payload) => mailPasswordChanged(context, payload),
    'credential.mail-passkey': (payload) => mailPasskey(context, payload),
    'credential.mail-second-step': (payload) => mailSecondStep(context, payload),
    'credential.mail-loss-link': (payload) => mailLossLink(context, payload),
    'credential.regain-access': (payload) => regainInTime(database, payload),
    'sign-in.mail-new-device': (payload) => mailNewDevice(context, payload),
    'help.mail-message': (payload) =>
      mailMessage({ ...context, contact: settings.UMBEL_CONTACT, zone: settings.UMBEL_TIME_ZONE }, payload),
    'sign-in.settle-alarm': () => alarm.settle(database),
    'organization.mail-invitation': (payload) => mailInvitation(context, payload),
    ...domainTasks({ ...context, look, operatorEmail: mailAddressOf(settings.UMBEL_CONTACT) }),
    ...noticeTasks(context),
    ...managingTasks(context),
    'platform.purge': async () => {
      await purgeInvitations(database.durable)
      await purgeUnverified(database)
      await purgeChanges(database.durable)
      await purgeSignIn(database)
      await purgeResets(database.durable)
      await purgeChallenges(database.durable)
      await purgeSecondSteps(database.durable)
      await purgeHelp(database.durable, settings.UMBEL_FEEDBACK_KEPT)
      await purgeExports(database.durable)
      await purgeCounts(database.durable)
      await purgeJobs(database.durable)
    },
    ...provider.tasks,
  }
  const crontab = [
    '17 * * * * platform.purge',
    '* * * * * sign-in.settle-alarm',
    ...auditCrontab,
    ...leavingCrontab,
    ...domainCrontab,
    ...managingCrontab,
    ...decidingCrontab,
    ...noticeCrontab,
    ...provider.crontab,
  ]
  const jobs = await workJobs({ database, tasks, log, crontab })
  const deliveries = await workJobs({ database, log, ...provider.deliveries })
  const servers: Server[] = []

  return {
    database,
    routes: app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => ({ method, path })),
    listener,
    async listen(hosts, port) {
      let actual = port
      for (const host of hosts) actual = (await listenOn(listener, host, actual, servers)) ?? actual
      if (servers.length === 0) throw new Error(`Umbel could not listen on ${hosts.join(' or ')}.`)
      return actual
    },
    async stop() {
      isStopping = true
      await Promise.all(servers.map(closeServer))
      await Promise.all([jobs.stop(), deliveries.stop()])
      provider.stop()
      mailer.close()
      await database.close()
    },
  }
}

import { BlockList } from 'node:net'
import { z } from 'zod'
import { trustedProxies } from './request.ts'
import { type Setting, text, webAddress, whole } from './settings.ts'

const randomBytes = z
  .string()
  .transform((value): Buffer => Buffer.from(value, 'base64'))
  // A key of one repeated byte, or a word, has the length of a key and none of its strength.
  .refine((bytes) => bytes.length >= 32 && new Set(bytes).size >= 12)

const aPort = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .pipe(z.number().min(1).max(65_535))

const port = (fallback: number, meaning: string) => whole(fallback, meaning, { from: 1, to: 65_535 })

/** A port that follows from another one as long as nobody sets it, so that a second copy needs few settings. */
const portBeside = (meaning: string) => text({ meaning, mend: 'Give a port from 1 to 65535.', read: aPort })

const proxies: Setting<BlockList> = {
  meaning:
    'Addresses or ranges (CIDR) of the proxies in front of Umbel, separated by commas. Only they may say who the visitor is.',
  mend: 'Give addresses such as 10.0.0.5 or 10.0.0.0/8, separated by commas.',
  fallback: '',
  read: z.string().transform((value, context) => {
    try {
      return trustedProxies(
        value
          .split(',')
          .map((part) => part.trim())
          .filter(Boolean),
      )
    } catch {
      context.addIssue({ code: 'custom', message: 'not addresses' })
      return new BlockList()
    }
  }),
}

// Whoever opens an address that cannot be read prints it, and these hold passwords.
function addressOf(form: RegExp) {
  return z.string().refine((value) => {
    const url = form.test(value) ? URL.parse(value) : null
    return Boolean(url?.hostname || url?.searchParams.has('host'))
  })
}

/** What the outside looks like: addresses, ports, keys. */
export const platformSettings = {
  DATABASE_URL: text({
    meaning:
      'The PostgreSQL to use. Setting it makes this a production installation: no demo, no mailbox, strict settings.',
    mend: 'Give an address such as postgres://umbel:secret@db.example.com/umbel',
    secret: true,
    read: addressOf(/^postgres(ql)?:\/\/./),
  }),
  SMTP_URL: text({
    meaning: 'The mail server that sends what Umbel writes.',
    mend: 'Give an address such as smtps://user:password@mail.example.com:465',
    secret: true,
    read: addressOf(/^smtps?:\/\/./),
    mustBeSetInProduction: true,
  }),
  UMBEL_URL: {
    ...webAddress(
      'http://localhost:4400',
      'Umbel’s own address, which is also the issuer in every token. It must not change later.',
    ),
    mustBeSetInProduction: true,
  },
  UMBEL_HOST: text({
    meaning:
      'The network address to listen on. Unset: the host of UMBEL_URL on a computer of one’s own, every address in production.',
    mend: 'Give an address such as 0.0.0.0 or 127.0.0.1.',
    read: z.string().regex(/^[\w.:-]+$/),
  }),
  UMBEL_PORT: text({
    meaning: 'The port to listen on. Unset: the one of UMBEL_URL, or 4400.',
    mend: 'Give a port from 1 to 65535.',
    read: aPort,
  }),
  UMBEL_SECRET_KEY: text({
    meaning: 'The key under which signing keys and other secrets are kept in the database.',
    mend: 'Give at least 32 random bytes in base64, for example from: openssl rand -base64 32',
    secret: true,
    read: randomBytes,
    mustBeSetInProduction: true,
  }),
  UMBEL_MAIL_FROM: text({
    meaning: 'The sender of Umbel’s mails.',
    mend: 'Give an address such as hello@id.example.com',
    fallback: 'hello@umbel.example.com',
    read: z.email(),
    mustBeSetInProduction: true,
  }),
  UMBEL_DATA: text({
    meaning: 'The folder for data of an installation without DATABASE_URL.',
    mend: 'Give a folder’s path.',
    fallback: './data',
    read: z.string().min(1),
  }),
  UMBEL_POSTGRES_PORT: port(4432, 'The port of the PostgreSQL that Umbel brings along.'),
  UMBEL_MAILBOX_PORT: port(4480, 'The port of the demo’s mailbox page.'),
  UMBEL_MAILBOX_SMTP_PORT: port(4425, 'The port on which the demo’s mailbox takes mail.'),
  UMBEL_NAME_SERVER_PORT: portBeside(
    'The port of the page of the demo’s name server. Unset: two after the mailbox page’s, 4482.',
  ),
  UMBEL_NAME_SERVER_DNS_PORT: portBeside(
    'The port on which the demo’s name server answers, over UDP and TCP. Unset: three after the mailbox page’s, 4483.',
  ),
  UMBEL_TRACKER_PORT: port(4500, 'The port of the demo’s Tracker.'),
  UMBEL_WIKI_PORT: portBeside('The port of the demo’s Wiki. Unset: three after Tracker’s, 4503.'),
  UMBEL_CHAT_PORT: portBeside('The port of the demo’s Chat. Unset: four after Tracker’s, 4504.'),
  UMBEL_CODE_PORT: portBeside('The port of the demo’s Code. Unset: five after Tracker’s, 4505.'),
  UMBEL_GOOGLE_PORT: portBeside('The port of the demo’s stand-in for Google. Unset: ten before Tracker’s, 4490.'),
  UMBEL_DATABASE_CONNECTIONS: whole(10, 'Most connections to PostgreSQL of each kind, of which there are two.', {
    from: 4,
    to: 500,
  }),
  UMBEL_MAILS_PER_NETWORK: whole(
    20,
    'Most mails in an hour that people of one network can cause without being logged in: sign-ups, resets, messages. An office behind one address is one network.',
    { from: 4, to: 1_000_000 },
  ),
  UMBEL_TRUSTED_PROXIES: proxies,
  UMBEL_TIME_ZONE: text({
    meaning: 'The time zone in which visitors see times before they have an account.',
    mend: 'Give a name such as Europe/London.',
    fallback: 'UTC',
    read: z.string().refine((zone) => {
      try {
        new Intl.DateTimeFormat('en', { timeZone: zone })
        return true
      } catch {
        return false
      }
    }),
  }),
  UMBEL_LOG_LEVEL: text({
    meaning: 'How much is logged: fatal, error, warn, info, debug, or silent.',
    mend: 'Give one of these words.',
    fallback: 'info',
    read: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']),
  }),
  UMBEL_METRICS_TOKEN: text({
    meaning: 'A token that a collector of /metrics must show. Unset: the computer itself may read it.',
    mend: 'Give at least 16 characters.',
    secret: true,
    read: z.string().min(16).max(200),
  }),
  UMBEL_PRODUCTS_FILE: text({
    meaning: 'A JSON file of products to register at start. See docs/products.md.',
    mend: 'Give a file’s path.',
    read: z.string().min(1),
  }),
  UMBEL_CONTACT: text({
    meaning:
      'How people reach whoever runs this, shown on the help page: an email address, to which messages from there are mailed, a web address, or a sentence.',
    mend: 'Give an email address or a short text.',
    read: z.string().min(1).max(300),
  }),
} as const

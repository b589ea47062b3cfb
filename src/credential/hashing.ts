import { hash, verify } from '@node-rs/argon2'
import { Refusal } from '#kernel'

// The library's `Algorithm.Argon2id`; a const enum, which cannot be imported into a file that runs as it is.
const argon2id = 2

/** How costly a password hash is. */
export type HashCost = { readonly memoryKib: number; readonly passes: number }

/** Hashes and checks passwords without blocking the process, so many at once and no more (OWASP ASVS 11.4). */
export interface Hashing {
  /** @throws Refusal 'credential.busy' 503 when the queue is full */
  hash(password: string): Promise<string>
  /** @throws Refusal 'credential.busy' 503 */
  verify(stored: string, password: string): Promise<boolean>
  /** Takes as long as `verify` and is never right: for addresses without an account (LOG-5). */
  verifyNothing(password: string): Promise<false>
  /** Whether a hash was made at lower cost than today's and should be made anew. */
  isOutdated(stored: string): boolean
  readonly waiting: number
}

/**
 * @param options.atOnce hashes under way at the same time; each takes a thread of Node's pool, off the main one
 * @param options.queue how many more may wait; a longer queue would answer after people have given up
 */
export async function openHashing(
  options: HashCost & { atOnce: number; queue: number; pepper?: Buffer },
): Promise<Hashing> {
  const { memoryKib, passes, atOnce, queue, pepper } = options
  const argon = {
    algorithm: argon2id,
    memoryCost: memoryKib,
    timeCost: passes,
    parallelism: 1,
    outputLen: 32,
    secret: pepper,
  }
  const lanes: (() => void)[] = []
  let busy = 0

  async function inLane<T>(work: () => Promise<T>): Promise<T> {
    if (busy >= atOnce) {
      if (lanes.length >= queue) throw new Refusal('credential.busy', 503, { retryAfterSeconds: 5 })
      await new Promise<void>((resume) => lanes.push(resume))
    } else busy += 1
    try {
      return await work()
    } finally {
      const next = lanes.shift()
      if (next) next()
      else busy -= 1
    }
  }

  const plain = (password: string) => password.normalize('NFC')
  const nobodys = await hash('the password of no account', argon)
  const cost = `$argon2id$v=19$m=${memoryKib},t=${passes},p=1$`

  return {
    hash: (password) => inLane(() => hash(plain(password), argon)),
    verify: (stored, password) => inLane(() => verify(stored, plain(password), argon)),
    async verifyNothing(password) {
      await inLane(() => verify(nobodys, plain(password), argon))
      return false
    },
    isOutdated: (stored) => !stored.startsWith(cost),
    get waiting() {
      return lanes.length
    },
  }
}

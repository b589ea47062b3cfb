import { record } from '#audit'
import { announce } from '#events'
import { type Actor, newSecret } from '#kernel'
import type { Tx } from '#platform'
import { deleteRetiredKeys, insertKey, lockKeys, publishedKeys, setPublishedUntil, setSignsFrom } from './key-store.ts'
import { algorithms, inUse, newPrivateKey, type SigningKey, seal } from './signing-key.ts'

/** How signing keys come and go. */
export type KeyPlan = {
  /** Seals private keys; see `sealingKey`. */
  readonly sealing: Buffer
  /** How long a key signs before the next takes over. */
  readonly life: Temporal.Duration
  /** How long a key is published before it signs, so that products have it by then. */
  readonly overlap: Temporal.Duration
}

// An ID token is brought back as `id_token_hint` when its session ends, so a key outlives its last signature by a session.
const keptAfterwards = { hours: 24 * 31 }

/**
 * Makes sure there is, for each algorithm, a key that signs and one published to follow it, and retires those whose time is
 * over. Run at start and daily; when all is well it changes nothing.
 */
export async function turnSigningKeys(tx: Tx, plan: KeyPlan): Promise<void> {
  await lockKeys(tx)
  await deleteRetiredKeys(tx)
  const keys = await publishedKeys(tx)
  for (const algorithm of algorithms) {
    const own = inUse(
      keys.filter((key) => key.algorithm === algorithm),
      tx.now,
    )
    const signing = own.filter((key) => Temporal.Instant.compare(key.signsFrom, tx.now) <= 0)
    const current = signing[0] ?? (await makeKey(tx, plan, algorithm, tx.now))
    for (const [index, old] of signing.slice(1).entries()) {
      const successor = signing[index]!
      if (!old.publishedUntil) await setPublishedUntil(tx, old.kid, successor.signsFrom.add(keptAfterwards))
    }
    if (own.length === signing.length) {
      const due = later(add(current.signsFrom, plan.life), add(tx.now, plan.overlap))
      await makeKey(tx, plan, algorithm, due)
    }
  }
}

/**
 * Lets the next keys sign from now on, as after a key has leaked; a next key that has not been published for the overlap
 * waits until it has.
 */
export async function rotateSigningKeys(tx: Tx, actor: Actor, plan: KeyPlan): Promise<void> {
  await turnSigningKeys(tx, plan)
  for (const key of await publishedKeys(tx)) {
    if (Temporal.Instant.compare(key.signsFrom, tx.now) > 0) {
      await setSignsFrom(tx, key.kid, later(tx.now, add(key.createdAt, plan.overlap)))
    }
  }
  await turnSigningKeys(tx, plan)
  await record(tx, actor, 'openid.signing-keys-rotated')
  await announce(tx, 'openid.signing-keys-rotated')
}

async function makeKey(
  tx: Tx,
  plan: KeyPlan,
  algorithm: SigningKey['algorithm'],
  signsFrom: Temporal.Instant,
): Promise<SigningKey> {
  const kid = newSecret().slice(0, 16)
  const key = {
    kid,
    algorithm,
    sealed: seal(plan.sealing, kid, await newPrivateKey(algorithm)),
    createdAt: tx.now,
    signsFrom,
  }
  await insertKey(tx, key)
  return key
}

// Days are 24 hours here: keys do not know time zones.
function add(at: Temporal.Instant, length: Temporal.Duration): Temporal.Instant {
  return at.add({
    seconds: Math.round(length.total({ unit: 'seconds', relativeTo: Temporal.PlainDate.from('2026-01-01') })),
  })
}

function later(left: Temporal.Instant, right: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(left, right) > 0 ? left : right
}

import { macOf } from '#kernel'
import { countOne, type Limit, type Statements, standing, subscriberOf } from '#platform'

// A passkey cannot be guessed, so this only keeps work away. Nobody's failures with passwords count here (LOG-5).
const perNetwork: Limit = {
  name: 'passkey-network',
  most: 60,
  within: Temporal.Duration.from('PT15M'),
  firstWait: Temporal.Duration.from('PT30S'),
  longestWait: Temporal.Duration.from('PT15M'),
}

const subjectOf = (secretKey: Buffer, network: string) => macOf(secretKey, perNetwork.name, subscriberOf(network))

/** Until when a network's passkeys are not looked at, if at all. */
export async function passkeysBlockedUntil(
  on: Statements,
  secretKey: Buffer,
  network: string,
): Promise<Temporal.Instant | undefined> {
  return (await standing(on, perNetwork, subjectOf(secretKey, network))).blockedUntil
}

export async function countPasskeyFailure(on: Statements, secretKey: Buffer, network: string): Promise<void> {
  await countOne(on, perNetwork, subjectOf(secretKey, network))
}

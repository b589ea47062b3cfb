import { openidKeyPlan, rotateSigningKeys, signingKeysInUse } from '#openid'
import type { Operator } from './operator.ts'

/** `npx umbel keys list|rotate`: the keys that sign tokens. */
export async function commandLineKeys(verb: string | undefined, open: () => Promise<Operator>): Promise<number> {
  if (verb !== 'list' && verb !== 'rotate') {
    console.error('npx umbel keys list | rotate')
    return 2
  }
  const { database, actor, settings, secretKey, close } = await open()
  try {
    if (verb === 'rotate') {
      const plan = openidKeyPlan(secretKey, settings)
      await database.transaction((tx) => rotateSigningKeys(tx, actor, plan))
      console.log('The next keys sign as soon as they have been published for UMBEL_SIGNING_KEY_OVERLAP.\n')
    }
    for (const { kid, algorithm, signsFrom, publishedUntil } of await signingKeysInUse(database.durable)) {
      const until = publishedUntil ? `, published until ${publishedUntil.toString({ smallestUnit: 'second' })}` : ''
      console.log(`${kid}  ${algorithm}  signs from ${signsFrom.toString({ smallestUnit: 'second' })}${until}`)
    }
    return 0
  } finally {
    await close()
  }
}

import type { Adapter, AdapterPayload } from 'oidc-provider'

/** Everything the stand-in for Google remembers, in this process's memory: a restart logs everybody out. */
export function openMemory(): (model: string) => Adapter {
  const kept = new Map<string, { payload: AdapterPayload; until: number }>()

  return (model) => {
    const find = async (id: string): Promise<AdapterPayload | undefined> => {
      const found = kept.get(`${model} ${id}`)
      return found && found.until > Date.now() ? found.payload : undefined
    }
    const findWhere = (is: (payload: AdapterPayload) => boolean): AdapterPayload | undefined => {
      for (const [key, { payload, until }] of kept) {
        if (key.startsWith(`${model} `) && until > Date.now() && is(payload)) return payload
      }
      return undefined
    }
    return {
      find,
      async upsert(id, payload, expiresInSeconds) {
        for (const [key, { until }] of kept) if (until <= Date.now()) kept.delete(key)
        kept.set(`${model} ${id}`, { payload, until: Date.now() + (expiresInSeconds || 3_600) * 1_000 })
      },
      findByUid: async (uid) => findWhere((payload) => payload.uid === uid),
      findByUserCode: async (userCode) => findWhere((payload) => payload.userCode === userCode),
      async consume(id) {
        const found = kept.get(`${model} ${id}`)
        if (found) found.payload.consumed = Math.floor(Date.now() / 1_000)
      },
      async destroy(id) {
        kept.delete(`${model} ${id}`)
      },
      async revokeByGrantId(grantId) {
        for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key)
      },
    }
  }
}

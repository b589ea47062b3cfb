import { parentPort } from 'node:worker_threads'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import * as common from '@zxcvbn-ts/language-common'
import * as german from '@zxcvbn-ts/language-de'
import * as english from '@zxcvbn-ts/language-en'

const zxcvbn = new ZxcvbnFactory({
  dictionary: { ...common.dictionary, ...english.dictionary, ...german.dictionary },
  graphs: common.adjacencyGraphs,
})
const lists = Object.values(common.dictionary) as unknown[]
const leaked = new Set(lists.flatMap((list) => (Array.isArray(list) ? list.map(String) : [])))

// Time grows with the square of the length, to a second for 128 characters made for it; a beginning this long tells enough.
const mostEstimated = 40

parentPort?.on('message', ({ id, password, context }: { id: number; password: string; context: string[] }) => {
  parentPort?.postMessage({
    id,
    score: zxcvbn.check(password.slice(0, mostEstimated), context).score,
    leaked: leaked.has(password.toLowerCase()),
  })
})

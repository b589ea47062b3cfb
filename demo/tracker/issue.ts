import { excess, type Faults } from '../look/form.ts'

/** The states of an issue, in the order work goes through them. */
export const states = ['todo', 'in-progress', 'done'] as const
export type State = (typeof states)[number]

export const stateWords: Record<State, string> = { todo: 'To do', 'in-progress': 'In progress', done: 'Done' }

export const isState = (value: unknown): value is State => states.includes(value as State)

export interface Issue {
  id: number
  title: string
  description: string
  state: State
  author: string | null
  authorName: string | null
  assignee: string | null
  assigneeName: string | null
  version: number
  createdAt: Date
  changedAt: Date
}

export interface Comment {
  id: string
  author: string
  authorName: string
  said: string
  createdAt: Date
}

/** What people write into an issue. */
export interface Draft {
  title: string
  description: string
}

/** What is wrong with a draft, by field. */
export function faultsOf({ title, description }: Draft): Faults<Draft> {
  const faults: Faults<Draft> = {}
  if (title === '') faults.title = 'The issue has no title yet. Say in a few words what should be different.'
  const over = excess(title, 120)
  if (over > 0) faults.title = `The title is ${over} characters too long. Move the details to the description.`
  const more = excess(description, 10_000)
  if (more > 0) faults.description = `The description is ${more} characters too long. 10,000 fit.`
  return faults
}

export function faultOfComment(said: string): string | undefined {
  if (said === '') return 'The comment is empty. Write something, or leave the page.'
  const over = excess(said, 5_000)
  return over > 0 ? `The comment is ${over} characters too long. Split it in two.` : undefined
}

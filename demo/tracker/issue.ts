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

export type Faults<Fields> = Partial<Record<keyof Fields, string>>

/** Text of a form as it can be stored: line ends as one character, and none of the two things PostgreSQL can't hold. */
export const cleaned = (text: unknown): string =>
  typeof text === 'string' ? text.toWellFormed().replaceAll('\0', '').replaceAll('\r\n', '\n').trim() : ''

/** What is wrong with a draft, by field. Lengths count characters as PostgreSQL does, not UTF-16 units. */
export function faultsOf({ title, description }: Draft): Faults<Draft> {
  const faults: Faults<Draft> = {}
  if (title === '') faults.title = 'The issue has no title yet. Say in a few words what should be different.'
  const over = [...title].length - 120
  if (over > 0) faults.title = `The title is ${over} characters too long. Move the details to the description.`
  const more = [...description].length - 10_000
  if (more > 0) faults.description = `The description is ${more} characters too long. 10,000 fit.`
  return faults
}

export function faultOfComment(said: string): string | undefined {
  if (said === '') return 'The comment is empty. Write something, or leave the page.'
  const over = [...said].length - 5_000
  return over > 0 ? `The comment is ${over} characters too long. Split it in two.` : undefined
}

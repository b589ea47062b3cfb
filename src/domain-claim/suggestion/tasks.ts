import type { Tasks } from '#platform'
import { deliverSuggestion } from './deliver-suggestion.ts'
import { mailSuggestion } from './mail-suggestion.ts'

/** What the job runner does for suggestions. */
export function suggestionTasks(context: Parameters<typeof mailSuggestion>[0]): Tasks {
  return {
    'domain-claim.deliver-suggestion': (payload) => deliverSuggestion(context, payload),
    'domain-claim.mail-suggestion': (payload) => mailSuggestion(context, payload),
  }
}

/** What an organization may do about an account that it does not manage: suggest (CTL-3). */
export { acceptSuggestion, ignoreSuggestion } from './decide.ts'
export { suggestionsFor } from './store.ts'
export { suggest } from './suggest.ts'
export { type Suggestion, type SuggestionKind, suggestionKinds } from './suggestion.ts'
export { suggestionTasks } from './tasks.ts'

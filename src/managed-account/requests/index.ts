/** What holders ask for, and what administrators answer (MAN-6). */
export { approveRequest, declineRequest } from './answer.ts'
export { askFor, withdrawRequest } from './ask.ts'
export { type HolderRequest, type RequestKind, type RequestState, requestKinds } from './request.ts'
export {
  type Asked,
  answeredRequests,
  askedById,
  countOpenRequests,
  openRequests,
  requestsOf,
} from './store.ts'

// What an application may use of @frontdesk/react.

export { FrontdeskProvider, type FrontdeskProviderProps, useFrontdesk } from './context';
export * from './surface';
export { useSnapshot } from './use-snapshot';

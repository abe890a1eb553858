/** Signing in and the theme, under one name. */
export { type Session, SessionProvider, useDeskConfig, useSession } from './session';
export { CustomerSignIn, StaffSignIn } from './sign-in';
export { applyTheme, readTheme, ThemeToggle, useTheme } from './theme';
export type { Realm } from './token';

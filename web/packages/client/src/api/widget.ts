// The embeddable widget: how it looks and what it shows, read by anyone and set by admins.

import type { Http } from '../http';
import type { WidgetConfig, WidgetSettings } from '../types';
import { data, type RequestOptions } from './request';

export interface WidgetApi {
  config(options?: RequestOptions): Promise<WidgetConfig>;
  /** For admins. */
  settings(options?: RequestOptions): Promise<WidgetSettings>;
  /** What is missing goes back to its default. */
  setSettings(settings: Partial<WidgetSettings>, options?: RequestOptions): Promise<WidgetSettings>;
}

export function widgetApi(http: Http): WidgetApi {
  return {
    config: async (options) => data(await http.send('get', '/widget/config', options)),
    settings: async (options) => data(await http.send('get', '/widget/settings', options)),
    setSettings: async (body, options) =>
      data(await http.send('put', '/widget/settings', { body, ...options })),
  };
}

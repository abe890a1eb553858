/** What a failed form says: beside the field where the server names one, else above the button. */
import { FrontdeskError } from '@frontdesk/client';
import { errorMessage } from '../ui';

export function useFormError(error: unknown) {
  const fields = error instanceof FrontdeskError ? error : null;
  const hasFields = Boolean(fields?.fieldErrors.length);
  return {
    field: (name: string) => fields?.fieldError(name),
    form: error && !hasFields ? errorMessage(error) : null,
  };
}

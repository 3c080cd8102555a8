import { Matches, ValidateIf } from 'class-validator';

/** May be left out. Null is a value of the wrong type, so that there is one way to say nothing. */
export function Optional(): PropertyDecorator {
  return ValidateIf((_, value: unknown) => value !== undefined);
}

/** A text that shows what it is: no control, invisible or unassigned characters. */
export function PrintableText(length_max: number): PropertyDecorator {
  return Matches(new RegExp(`^[^\\p{C}]{1,${length_max}}$`, 'u'), {
    message: `must be a text of 1 to ${length_max} printable characters`,
  });
}

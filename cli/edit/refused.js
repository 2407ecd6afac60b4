/**
 * The refusal of an edit, while only the place in the text is known.
 *
 * Editors know no file names; who calls them does, and says the name with it.
 * @module
 */

/** A text that an editor cannot add to. */
export class Uneditable extends Error {
  constructor(offset, message) {
    super(message);
    this.offset = offset;
  }
}

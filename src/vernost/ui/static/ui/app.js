// The shell's behaviour: dialogs, drawer, palette, keys of lists, toasts. Pages work without it, only slower.
// Everything listens on the document, so parts that htmx swaps in need no setting up.
import "./dialogs.js";
import "./drawer.js";
import "./palette.js";
import "./lists.js";
import "./requests.js";
import "./days.js";
import "./board.js";

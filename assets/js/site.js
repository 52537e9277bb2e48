// The scripts of every page. Each page works without them; they save a reload or a keystroke.
import "bootstrap-italia/src/js/plugins/accordion";
import "bootstrap-italia/src/js/plugins/collapse";
import "bootstrap-italia/src/js/plugins/dropdown";
import "bootstrap-italia/src/js/plugins/navbar-collapsible";
import "bootstrap-italia/src/js/plugins/track-focus";
import "./failures";
import "./focus";
import "./reveal";
import "./submit";
import "./top";

import { setUpReplay } from "./replay.js";
import { setUpShare } from "./share.js";

setUpShare(document.getElementById("share"), document.getElementById("share-outcome"));
const replayButton = document.getElementById("replay");
if (replayButton) setUpReplay(replayButton, document.querySelector(".paper"));

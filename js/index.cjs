// For `require`, with declarations that CommonJS may import. It is the same instance as for `import`.
module.exports = require("./entry/inline.js");

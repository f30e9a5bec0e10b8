/// The rules of the house as tests: module arrows, sizes, banned calls, format. They read the sources of all modules.
package io.tenuto.house;

# Compiles GuiSafeHeaders.cpp against window headers of which one brings a header of LibTorch: it must stop with #error.
#
#   cmake -D COMPILER=<c++> -D SOURCE=<GuiSafeHeaders.cpp> -D FOLDER=<to write in> -D INCLUDES=<LibTorch's folders> -P ...
file(WRITE ${FOLDER}/WindowHeaders.h "#include <c10/macros/Export.h>\n")
list(TRANSFORM INCLUDES PREPEND -I)
execute_process(COMMAND ${COMPILER} -std=c++20 -fsyntax-only -I${FOLDER} ${INCLUDES} ${SOURCE}
    ERROR_VARIABLE said RESULT_VARIABLE ending)
string(FIND "${said}" "brings LibTorch along" place)
if(ending EQUAL 0 OR place EQUAL -1)
  message(FATAL_ERROR "A planted header of LibTorch went unnoticed; the compiler ended with ${ending}:\n${said}")
endif()

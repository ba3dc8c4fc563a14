# Runs the layer check on a tree with planted violations: it must find each of them, and nothing else.
#
#   cmake -D CHECKER=<check_layers> -D TABLE=<layers.txt> -D TREE=<planted> -P ExpectViolations.cmake
execute_process(COMMAND ${CHECKER} ${TABLE} ${TREE} OUTPUT_VARIABLE said RESULT_VARIABLE ending)
set(expected
    "core/audio/Upwards.cpp:4: rl/Finetuner.h: core/audio may not use rl"
    "core/tasks/Leak.h:5: torch/torch.h: core/tasks may not use torch"
    "core/base/Error.h:5: QString: core/base may not use qt"
    "core/text/Sound.cpp:3: sndfile.h: core/text may not use sndfile"
    "widgets/audio/Curious.cpp:3: music/Policy.h: widgets may not use music"
    "widgets/audio/Curious.cpp:6: qcustomplot.h: widgets may not use qcustomplot"
    "app/cli/Draws.cpp:3: widgets/audio/Curious.h: app/cli may not use widgets"
    "9 files, 7 includes that the table does not allow")
foreach(line IN LISTS expected)
  string(FIND "${said}" "${line}\n" place)
  if(place EQUAL -1)
    message(FATAL_ERROR "The check did not say: ${line}\nIt said:\n${said}")
  endif()
endforeach()
if(NOT ending EQUAL 1)
  message(FATAL_ERROR "The check ended with ${ending}, not 1.")
endif()

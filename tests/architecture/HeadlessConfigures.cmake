# The headless preset, into a folder of its own: it must configure where Qt cannot be found, and build nothing of Qt
# or PortAudio.
#
#   cmake -D ROOT=<project> -D FOLDER=<build folder> -P HeadlessConfigures.cmake
file(REMOVE_RECURSE ${FOLDER})
execute_process(COMMAND ${CMAKE_COMMAND} --preset headless -B ${FOLDER} WORKING_DIRECTORY ${ROOT}
    OUTPUT_VARIABLE said ERROR_VARIABLE said RESULT_VARIABLE ending)
if(NOT ending EQUAL 0)
  message(FATAL_ERROR "cmake --preset headless ended with ${ending}:\n${said}")
endif()
file(STRINGS ${FOLDER}/build.ninja traces REGEX "libQt6|portaudio|qcustomplot")
if(traces)
  list(GET traces 0 first)
  message(FATAL_ERROR "The headless build uses what it must do without: ${first}")
endif()
file(STRINGS ${FOLDER}/build.ninja engine REGEX "libmusicrl_tasks.a:")
if(NOT engine)
  message(FATAL_ERROR "The headless build has no engine.")
endif()

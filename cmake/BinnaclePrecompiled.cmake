# Two precompiled headers for the whole project: what nearly every file of the services and models
# reads, and what nearly every file of the widgets reads. They halve the time of a build and are no
# licence to leave out an include: -DBINNACLE_PRECOMPILE=OFF builds without them.
# GCC only: it takes one header for objects of other targets, as long as their options agree.
option(BINNACLE_PRECOMPILE "Precompile the headers that nearly every file reads" ON)
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(BINNACLE_PRECOMPILE OFF)
endif()

set(core_headers
  <algorithm> <array> <atomic> <charconv> <chrono> <cmath> <cstdint> <cstring> <deque> <filesystem>
  <fstream> <functional> <limits> <map> <memory> <mutex> <numeric> <optional> <random> <set> <span>
  <sstream> <stop_token> <string> <string_view> <thread> <tuple> <unordered_map> <unordered_set>
  <utility> <variant> <vector>
  <tl/expected.hpp>
  <QAbstractListModel> <QAbstractTableModel> <QByteArray> <QCoreApplication> <QDateTime> <QDir>
  <QFile> <QHash> <QJsonArray> <QJsonDocument> <QJsonObject> <QList> <QLocale> <QObject> <QPointer>
  <QSet> <QString> <QStringList> <QThreadPool> <QTimer> <QVariant>)
set(gui_headers
  <QAction> <QApplication> <QBoxLayout> <QComboBox> <QFontMetricsF> <QHeaderView> <QKeyEvent>
  <QLabel> <QLineEdit> <QListView> <QMenu> <QMouseEvent> <QPainter> <QPainterPath> <QScrollArea>
  <QScrollBar> <QStackedWidget> <QStyledItemDelegate> <QTableView> <QToolButton> <QTreeView>
  <QWidget>)

# The headers of Qt Test are not among them: they change with the macros of each test.
function(binnacle_headers name)
  cmake_parse_arguments(ARG "" "" "HEADERS;LINKS" ${ARGN})
  set(source "${PROJECT_BINARY_DIR}/${name}.cpp")
  file(GENERATE OUTPUT "${source}" CONTENT "\n")
  add_library(${name} OBJECT "${source}")
  set_target_properties(${name} PROPERTIES AUTOMOC OFF)
  target_link_libraries(${name} PRIVATE ${ARG_LINKS} binnacle_warnings)
  target_compile_options(${name} PRIVATE -fpch-preprocess) # ccache needs it
  target_precompile_headers(${name} PRIVATE ${ARG_HEADERS})
endfunction()

# binnacle_precompiled_headers(): to be called once, when Qt is found
function(binnacle_precompiled_headers)
  if(BINNACLE_PRECOMPILE)
    binnacle_headers(binnacle_core_headers HEADERS ${core_headers} LINKS Qt6::Core tl::expected)
    binnacle_headers(binnacle_gui_headers HEADERS ${core_headers} ${gui_headers}
      LINKS Qt6::Widgets tl::expected)
  endif()
endfunction()

# binnacle_precompile(<target> <what it links …>)
function(binnacle_precompile name)
  if(NOT BINNACLE_PRECOMPILE)
    return()
  endif()
  target_compile_options(${name} PRIVATE -fpch-preprocess) # ccache needs it
  if("${ARGN}" MATCHES "Widgets|widgets")
    target_precompile_headers(${name} REUSE_FROM binnacle_gui_headers)
  elseif("${ARGN}" MATCHES "Qt6::|binnacle_")
    target_precompile_headers(${name} REUSE_FROM binnacle_core_headers)
  endif()
endfunction()

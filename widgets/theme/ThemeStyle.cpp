// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/ThemeStyle.h"

#include "widgets/theme/Theme.h"

#include <QStyleOptionHeader>
#include <algorithm>
#include <array>

namespace musicrl {
namespace {

constexpr int messageIconSide = 28;

struct StandardIcon {
    QStyle::StandardPixmap which;
    const char* name;
    QColor Theme::*color;
};

constexpr std::array icons = {StandardIcon{QStyle::SP_MessageBoxQuestion, "question", &Theme::clipA},
                              StandardIcon{QStyle::SP_MessageBoxInformation, "information", &Theme::clipA},
                              StandardIcon{QStyle::SP_MessageBoxWarning, "warning", &Theme::clipB},
                              StandardIcon{QStyle::SP_MessageBoxCritical, "error", &Theme::bad},
                              StandardIcon{QStyle::SP_DirIcon, "open", &Theme::mutedText},
                              StandardIcon{QStyle::SP_DirHomeIcon, "open", &Theme::mutedText},
                              StandardIcon{QStyle::SP_ComputerIcon, "computer", &Theme::mutedText},
                              StandardIcon{QStyle::SP_FileIcon, "file", &Theme::mutedText},
                              StandardIcon{QStyle::SP_FileDialogNewFolder, "new-folder", &Theme::text},
                              StandardIcon{QStyle::SP_FileDialogToParent, "arrow-up", &Theme::text},
                              StandardIcon{QStyle::SP_FileDialogBack, "arrow-left", &Theme::text},
                              StandardIcon{QStyle::SP_ArrowBack, "arrow-left", &Theme::text},
                              StandardIcon{QStyle::SP_ArrowForward, "arrow-right", &Theme::text},
                              StandardIcon{QStyle::SP_FileDialogListView, "list", &Theme::text},
                              StandardIcon{QStyle::SP_FileDialogDetailedView, "details", &Theme::text}};

}  // namespace

ThemeStyle::ThemeStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

QIcon ThemeStyle::standardIcon(StandardPixmap icon, const QStyleOption* option, const QWidget* widget) const {
    const auto* const found =
        std::find_if(icons.begin(), icons.end(), [icon](const StandardIcon& known) { return known.which == icon; });
    return found == icons.end() ? QProxyStyle::standardIcon(icon, option, widget)
                                : themedIcon(QString::fromLatin1(found->name), found->color);
}

int ThemeStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                          QStyleHintReturn* returned) const {
    return hint == SH_DialogButtonBox_ButtonsHaveIcons ? 0 : QProxyStyle::styleHint(hint, option, widget, returned);
}

int ThemeStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    return metric == PM_MessageBoxIconSize ? messageIconSide : QProxyStyle::pixelMetric(metric, option, widget);
}

void ThemeStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                               const QWidget* widget) const {
    const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option);
    if (element != PE_IndicatorHeaderArrow || header == nullptr || header->sortIndicator == QStyleOptionHeader::None) {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        return;
    }
    QStyleOptionHeader turned(*header);  // Qt's header says "up" of a descending order
    turned.sortIndicator =
        header->sortIndicator == QStyleOptionHeader::SortUp ? QStyleOptionHeader::SortDown : QStyleOptionHeader::SortUp;
    QProxyStyle::drawPrimitive(element, &turned, painter, widget);
}

}  // namespace musicrl
